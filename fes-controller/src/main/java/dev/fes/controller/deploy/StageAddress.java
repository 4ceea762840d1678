package dev.fes.controller.deploy;

/** Where a running stage listens. */
public record StageAddress(String host, int port) {}
