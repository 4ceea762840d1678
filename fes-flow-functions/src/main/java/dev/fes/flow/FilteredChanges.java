package dev.fes.flow;

import dev.fes.api.Filter;
import dev.fes.api.FilterFailed;
import dev.fes.api.event.Event;
import java.util.List;
import java.util.function.Function;

/** Keeps the changes, or events, that a filter matches. */
record FilteredChanges(Filter filter) implements Function<List<Event>, List<Event>> {

  @Override
  public List<Event> apply(List<Event> changes) {
    return changes.stream().filter(this::matches).toList();
  }

  private boolean matches(Event change) {
    try {
      return filter.matches(change.value());
    } catch (FilterFailed e) {
      throw new BadChange(change.facts())
          .whole("filter-failed", "is not filtered: " + e.getMessage());
    }
  }
}
