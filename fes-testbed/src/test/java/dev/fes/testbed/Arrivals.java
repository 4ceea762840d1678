package dev.fes.testbed;

import java.util.List;

/** What has arrived at a target since a test began, in the order that the target gives it. */
interface Arrivals {

  long count();

  List<Arrival> all();
}
