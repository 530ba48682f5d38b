"""Write the registration that install writes, without an add-in."""

from xl_stressvar.install.machine import here
from xl_stressvar.install.registry import registration, write

pc = here("register")
write(pc.registry, registration(pc.command))
