"""The commands of `xl-stressvar`, a module each: `add(parser)` and `run(options) -> int`."""
