package dev.fes.controller.deploy.kubernetes;

import java.util.Map;

/**
 * The resource as the cluster knows it, which owns the objects of its stages.
 *
 * @param uid made by the API server; a resource that is made again has another
 */
public record Owner(String uid, Map<String, String> annotations) {

  public Owner {
    annotations = Map.copyOf(annotations);
  }
}
