package dev.fes.controller.ops;

import dev.fes.api.ResourceKey;
import dev.fes.controller.ops.Refusal.Reason;
import dev.fes.controller.plan.Annotation;
import dev.fes.controller.plan.App;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.reconcile.Switches;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Pausing and resuming: switches of the resource, which its loop follows. */
final class Pausing {

  private final Switches switches;

  Pausing(Switches switches) {
    this.switches = switches;
  }

  String pause(Target target) {
    synchronized (switches) {
      return paused(target);
    }
  }

  String resume(Target target) {
    synchronized (switches) {
      return resumed(target);
    }
  }

  private String paused(Target target) {
    ResourceKey key = target.plan().key();
    String stream = target.request().stream();
    if (target.request().stage() != null) {
      Stage stage = target.stage();
      add(key, Annotation.PAUSED_STAGES, stage.name());
      return "stage "
          + stage.name()
          + " is paused"
          + (stage.role() == Role.SOURCE
              ? ", and with it " + String.join(", ", stage.streams()) + "; " + kept(List.of(stage))
              : "; what it has not read waits in its topic");
    }
    if (stream != null) {
      add(key, Annotation.PAUSED_STREAMS, stream);
      return "event stream " + stream + " is paused; its changes wait in its topics";
    }
    switches.set(key, Annotation.PAUSED, "true");
    return "the sources of "
        + key
        + " are paused; what is buffered is sent; "
        + kept(sources(target.plan()));
  }

  private String resumed(Target target) {
    ResourceKey key = target.plan().key();
    String stream = target.request().stream();
    if (target.request().stage() != null) {
      String stage = target.stage().name();
      remove(key, Annotation.PAUSED_STAGES, stage, "stage " + stage);
      return "stage " + stage + " goes on" + unless(key);
    }
    if (stream != null) {
      remove(key, Annotation.PAUSED_STREAMS, stream, "event stream " + stream);
      return "event stream " + stream + " goes on" + unless(key);
    }
    return resumeAll(key);
  }

  private String resumeAll(ResourceKey key) {
    List<Annotation> set = all().stream().filter(name -> isOn(key, name)).toList();
    if (set.isEmpty()) {
      throw new Refusal(Reason.NOT_NOW, key + " is not paused");
    }
    switches.clear(key, set);
    return "all of " + key + " goes on";
  }

  private static List<Annotation> all() {
    return List.of(Annotation.PAUSED, Annotation.PAUSED_STREAMS, Annotation.PAUSED_STAGES);
  }

  private boolean isOn(ResourceKey key, Annotation name) {
    return switches.get(key, name).filter(name::isOn).isPresent();
  }

  /** What else keeps it from running. */
  private String unless(ResourceKey key) {
    String still = on(key);
    return still.isEmpty() ? "" : ", as far as it is not held by " + still;
  }

  /** What somebody has to resume instead. */
  private String instead(ResourceKey key) {
    String still = on(key);
    return still.isEmpty()
        ? ""
        : ": "
            + key
            + " has "
            + still
            + ", and {\"action\": \"resume\"} without a stream or stage ends all of that";
  }

  private String on(ResourceKey key) {
    return all().stream()
        .filter(name -> isOn(key, name))
        .map(name -> name.key() + "=" + switches.get(key, name).orElse(""))
        .collect(Collectors.joining(", "));
  }

  private void add(ResourceKey key, Annotation list, String name) {
    SortedSet<String> names = names(key, list);
    if (!names.add(name)) {
      throw new Refusal(Reason.NOT_NOW, name + " is paused already");
    }
    switches.set(key, list, String.join(",", names));
  }

  private void remove(ResourceKey key, Annotation list, String name, String what) {
    SortedSet<String> names = names(key, list);
    if (!names.remove(name)) {
      throw new Refusal(Reason.NOT_NOW, what + " is not paused by itself" + instead(key));
    }
    if (names.isEmpty()) {
      switches.clear(key, List.of(list));
    } else {
      switches.set(key, list, String.join(",", names));
    }
  }

  private SortedSet<String> names(ResourceKey key, Annotation list) {
    return Annotation.names(switches.get(key, list).orElse(null));
  }

  private static List<Stage> sources(Plan plan) {
    return plan.stages().stream().filter(stage -> stage.role() == Role.SOURCE).toList();
  }

  /** What a source that rests costs where it reads. */
  private static String kept(List<Stage> sources) {
    return sources.stream().anyMatch(source -> source.app() == App.POSTGRES_SOURCE)
        ? "Postgres keeps WAL until they are resumed: watch its disk"
        : "the DynamoDB stream keeps changes for 24 hours only: resume them before";
  }
}
