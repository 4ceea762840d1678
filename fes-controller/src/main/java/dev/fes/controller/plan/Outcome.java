package dev.fes.controller.plan;

import dev.fes.api.Finding;
import dev.fes.api.ResourceKey;
import java.util.List;

/** What planning made of one resource. */
public sealed interface Outcome {

  ResourceKey key();

  /** It can run. */
  record Planned(Plan plan) implements Outcome {

    @Override
    public ResourceKey key() {
      return plan.key();
    }
  }

  /** It is valid, and needs something this version does not have yet. */
  record NotAvailable(Plan plan, List<Finding> findings) implements Outcome {

    public NotAvailable {
      findings = List.copyOf(findings);
    }

    @Override
    public ResourceKey key() {
      return plan.key();
    }
  }

  /** It contradicts itself, another resource, or what the installation allows. */
  record Refused(ResourceKey key, Reason reason, List<Finding> findings) implements Outcome {

    public Refused {
      findings = List.copyOf(findings);
    }
  }

  /** Why a resource is refused; its title is the reason of the condition {@code Valid}. */
  enum Reason {
    CONFLICT("Conflict"),
    /** An annotation says what no installation could do. */
    INVALID("Invalid"),
    NOT_ALLOWED("NotAllowed"),
    READER_TAKEN("ReaderTaken");

    private final String title;

    Reason(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }
}
