package dev.fes.controller.ops;

import dev.fes.api.ResourceKey;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Says who may do what, or throws {@link Refusal} with 401 or 403. */
public interface Access {

  /**
   * @param principal of the request; null where it brought none
   * @param resource need not exist
   */
  Caller admit(@Nullable Principal principal, ResourceKey resource, Right right);

  /** For what belongs to no resource, such as a manifest that is not applied. */
  Caller admit(@Nullable Principal principal, String namespace, Right right);
}
