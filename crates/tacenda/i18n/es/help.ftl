help-title = Ayuda
help-search = Buscar una página
help-search-hint = Por ejemplo: llamada, citación, peligro
help-search-do = Buscar
help-found = { $count ->
    [0] Ninguna página tiene estas palabras
    [one] Una página
   *[other] { $count } páginas
  }
