package dev.fes.controller.ops;

/** Who was admitted, by the name that the audit log has. */
public record Caller(String name) {}
