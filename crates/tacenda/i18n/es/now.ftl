now-title = Alguien está en peligro
now-danger = Llame ahora
now-danger-call = Llame al 911. Si hay ideas de suicidio, llame o escriba al 988.
caller-title = Alguien pregunta por una persona
caller-say = No podemos decir si alguna persona ha estado aquí. Si usted necesita ayuda, puedo hablarle de nuestros servicios.
