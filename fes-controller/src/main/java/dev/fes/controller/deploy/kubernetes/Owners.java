package dev.fes.controller.deploy.kubernetes;

import dev.fes.api.ResourceKey;
import java.util.Optional;

/** The resources that exist now, also those that are about to be deleted. */
public interface Owners {

  Optional<Owner> owner(ResourceKey key);
}
