package dev.fes.controller.kubernetes;

import dev.fes.controller.ops.Caller;
import dev.fes.controller.ops.Refusal;
import dev.fes.controller.ops.Refusal.Reason;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import org.jspecify.annotations.Nullable;

/**
 * What the API server said.
 *
 * @param caller null where the token is nobody's
 * @param refusal null where the caller may
 */
record Verdict(@Nullable Caller caller, @Nullable String refusal) {

  static Verdict unknown() {
    return new Verdict(
        null,
        "the cluster does not know this token, or it is over: make a new one, such as with kubectl"
            + " create token");
  }

  static Verdict forbidden(String user, ResourceAttributes asked) {
    String subresource = asked.getSubresource();
    return new Verdict(
        new Caller(user),
        user
            + " may not "
            + asked.getVerb()
            + " "
            + asked.getResource()
            + (subresource == null ? "" : "/" + subresource)
            + " in namespace "
            + asked.getNamespace()
            + ": ask for that right there");
  }

  static Verdict admitted(String user) {
    return new Verdict(new Caller(user), null);
  }

  Caller admitted() {
    if (caller == null) {
      throw new Refusal(Reason.UNKNOWN_CALLER, String.valueOf(refusal));
    }
    if (refusal != null) {
      throw new Refusal(Reason.FORBIDDEN, refusal, caller);
    }
    return caller;
  }
}
