"""Web: routes, caches, security middleware, server. The only package that imports Flask."""
