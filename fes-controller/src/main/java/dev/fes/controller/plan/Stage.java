package dev.fes.controller.plan;

import java.util.List;

/**
 * One stage deployment.
 *
 * @param name a DNS label, unique in its namespace, made of the resource's content alone
 * @param streams the event streams it serves; several only for a source whose reader they share
 */
public record Stage(
    String name, Role role, App app, List<String> streams, Wiring wiring, Config config) {

  public Stage {
    streams = List.copyOf(streams);
  }
}
