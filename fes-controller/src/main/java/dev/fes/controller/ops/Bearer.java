package dev.fes.controller.ops;

import java.security.Principal;

/** Whoever holds this token; nobody has looked at it yet. */
public record Bearer(String token) implements Principal {

  /** Not the token: names reach logs. */
  @Override
  public String getName() {
    return "bearer";
  }

  @Override
  public String toString() {
    return getName();
  }
}
