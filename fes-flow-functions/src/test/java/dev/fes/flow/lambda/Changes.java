package dev.fes.flow.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;

/** Changes on their way to a function. */
final class Changes {

  static final String ID = "0c2d5c1e-6f0e-8a3b-9d54-1b6f0a7c2e11";

  private Changes() {}

  static Event change(String json) {
    return change(json.getBytes(UTF_8));
  }

  static Event change(byte[] json) {
    Facts facts = new Facts(ID, "0/16B3748", Operation.INSERT, "public.orders", 5, "00-1-2-01");
    return new Event("k".getBytes(UTF_8), json, facts);
  }
}
