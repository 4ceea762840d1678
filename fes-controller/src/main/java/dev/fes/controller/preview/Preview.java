package dev.fes.controller.preview;

import dev.fes.api.Filter;
import dev.fes.api.FilterFailed;
import dev.fes.api.Source;
import dev.fes.api.event.Event;
import dev.fes.api.event.Fault;
import dev.fes.controller.deploy.FlowRun;
import dev.fes.controller.deploy.FlowRun.Answer;
import dev.fes.controller.deploy.FlowRun.Sent;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.preview.Previewed.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs what a manifest says of filter and flow over some changes; nothing is published. A change
 * that the source would not pass on never reaches the flow.
 */
public final class Preview {

  private final FlowRun flows;

  public Preview(FlowRun flows) {
    this.flows = flows;
  }

  /**
   * Says what would become of each change.
   *
   * @throws FlowRun.Failed if its flow cannot be run
   */
  public Previewed of(Target target, List<Event> changes) {
    Map<Integer, Item> items = new TreeMap<>();
    List<Integer> passed = new ArrayList<>();
    Source source = target.stream().source();
    Filter filter = source.filter() instanceof String text ? Filter.compile(text) : null;
    for (int i = 0; i < changes.size(); i++) {
      Optional<Item> stopped = stopped(i, changes.get(i), source, filter);
      stopped.ifPresentOrElse(item -> items.put(item.record(), item), passing(passed, i));
    }
    List<Answer> answers = answers(target, passed.stream().map(changes::get).toList());
    for (int i = 0; i < passed.size(); i++) {
      int place = passed.get(i);
      items.put(place, item(place, answers.get(i)));
    }
    return new Previewed(target.name(), target.definition(), List.copyOf(items.values()));
  }

  private static Runnable passing(List<Integer> passed, int place) {
    return () -> passed.add(place);
  }

  private static Optional<Item> stopped(
      int place, Event change, Source source, @Nullable Filter filter) {
    if (!source.operations().contains(change.facts().op())) {
      return Optional.of(
          Item.filtered(place, "operations: " + change.facts().op() + " is none of them"));
    }
    Fault fault = change.fault();
    if (fault != null) {
      return Optional.of(Item.bad(place, fault.error()));
    }
    try {
      return filter == null || filter.matches(change.value())
          ? Optional.empty()
          : Optional.of(Item.filtered(place, "filter: does not match"));
    } catch (FilterFailed e) {
      return Optional.of(Item.bad(place, "filter: " + e.getMessage()));
    }
  }

  private List<Answer> answers(Target target, List<Event> changes) {
    Optional<Stage> flow = target.flow();
    if (flow.isPresent()) {
      return changes.isEmpty() ? List.of() : flows.run(target.key(), flow.get(), changes);
    }
    return changes.stream().map(Preview::asItIs).toList();
  }

  /** Without a flow the change is the event. */
  private static Answer asItIs(Event change) {
    return new Answer(List.of(new Sent(change.facts().id(), change.key(), change.value())), null);
  }

  private static Item item(int place, Answer answer) {
    String error = answer.error();
    return error == null ? Item.events(place, answer.events()) : Item.bad(place, error);
  }
}
