nav-overview = Översikt
