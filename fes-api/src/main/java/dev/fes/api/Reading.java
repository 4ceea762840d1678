package dev.fes.api;

import java.util.List;
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
   */
  record Invalid(@Nullable ResourceKey key, List<Finding> findings) implements Reading {

    public Invalid {
      findings = List.copyOf(findings);
    }
  }
}
