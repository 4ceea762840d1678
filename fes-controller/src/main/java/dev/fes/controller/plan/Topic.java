package dev.fes.controller.plan;

/** A topic that a plan needs; one that exists keeps the partitions it has. */
public record Topic(String name, int partitions) {}
