// Scripts of a kind that prototypes are full of.
localStorage.setItem('seen', 'yes');
document.cookie = 'a=b; path=/';
window.classic = document.currentScript.src;
