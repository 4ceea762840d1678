package dev.fes.controller.ops;

import dev.fes.api.ResourceKey;
import dev.fes.controller.ops.Audit.Outcome;
import java.security.Principal;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs an action only for a caller who may do it, and audits every attempt. */
public final class Guard {

  private final Access access;
  private final Audit audit;

  Guard(Access access, Audit audit) {
    this.access = access;
    this.audit = audit;
  }

  /** Does the work if the caller may ask for it. What it throws is written down and thrown on. */
  public <T> T run(@Nullable Principal principal, Action action, Supplier<T> work) {
    return runAs(principal, action, _ -> work.get());
  }

  /** The same for work that has to know who asks. */
  public <T> T runAs(@Nullable Principal principal, Action action, Function<Caller, T> work) {
    Caller caller = admit(principal, action);
    T answer;
    try {
      answer = work.apply(caller);
    } catch (Refusal e) {
      audit.write(caller, action, Outcome.FAILED, e.getMessage());
      throw e;
    } catch (RuntimeException e) {
      audit.write(caller, action, Outcome.FAILED, e.getClass().getSimpleName());
      throw e;
    }
    audit.write(caller, action, Outcome.DONE, null);
    return answer;
  }

  private Caller admit(@Nullable Principal principal, Action action) {
    try {
      String resource = action.resource();
      return resource == null
          ? access.admit(principal, action.namespace(), action.right())
          : access.admit(principal, new ResourceKey(action.namespace(), resource), action.right());
    } catch (Refusal e) {
      audit.write(e.caller().orElse(null), action, Outcome.REFUSED, e.getMessage());
      throw e;
    }
  }
}
