package dev.fes.api;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A part of a resource breaks its invariants; carries all of them, by paths relative to that part.
 */
public final class InvalidResource extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient List<Finding> findings;

  public InvalidResource(List<Finding> findings) {
    super(findings.stream().map(Finding::toString).collect(Collectors.joining("; ")));
    this.findings = List.copyOf(findings);
  }

  public List<Finding> findings() {
    return findings;
  }
}
