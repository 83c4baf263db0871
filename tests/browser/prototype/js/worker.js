postMessage('worked');
