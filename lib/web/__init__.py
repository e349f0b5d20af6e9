"""HTTP in, HTTP out: what may come in, exactly what goes out, and every way to say no."""
