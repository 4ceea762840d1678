package dev.fes.controller.deploy;

/**
 * Where a running stage listens.
 *
 * @param path what its own paths come after
 */
public record StageAddress(String host, int port, String path) {}
