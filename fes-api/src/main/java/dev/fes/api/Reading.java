package dev.fes.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of reading one resource. */
public sealed interface Reading {

  /**
   * A resource that holds all its invariants; a warning names what is ignored or will not work
   * elsewhere.
   */
  record Valid(FabricEventStream resource, List<Finding> warnings) implements Reading {

    public Valid {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * A resource with faults, all that could be found at once; what would be warnings comes after
   * them.
   *
   * @param key null where the text does not even name it
   * @param annotations as far as they could be read: what is switched there counts all the same
   */
  record Invalid(@Nullable ResourceKey key, Map<String, String> annotations, List<Finding> findings)
      implements Reading {

    /** A text of which nothing is known but that it cannot be read. */
    public Invalid(List<Finding> findings) {
      this(null, Map.of(), findings);
    }

    public Invalid {
      annotations = Map.copyOf(annotations);
      findings = List.copyOf(findings);
    }
  }
}
