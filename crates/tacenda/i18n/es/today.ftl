today-title = Hoy
today-hello = Buen día, { $name }
today-nothing = No hay nada pendiente.
