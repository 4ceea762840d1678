package dev.fes.controller.plan;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Where a stage finds its secrets; never the secrets. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
public sealed interface Credentials {

  /** None, or those its settings already name by file. */
  record InSettings() implements Credentials {}

  /** Two keys of a Secret in the resource's own namespace. */
  record Secret(String name, String userKey, String passwordKey) implements Credentials {}
}
