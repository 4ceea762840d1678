package dev.fes.api;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One document of a text as a tree, with what was wrong with its form; a missing tree where it
 * could not be read.
 */
record Manifest(JsonNode tree, List<Finding> findings) {

  Manifest {
    findings = List.copyOf(findings);
  }

  /** A part of it as a document of its own. */
  Manifest part(String path, JsonNode part) {
    List<Finding> own =
        findings.stream()
            .filter(finding -> finding.path().startsWith(path + "."))
            .map(
                finding ->
                    new Finding(finding.path().substring(path.length() + 1), finding.message()))
            .toList();
    return new Manifest(part, own);
  }
}
