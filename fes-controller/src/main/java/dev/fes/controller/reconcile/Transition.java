package dev.fes.controller.reconcile;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Buffer;
import dev.fes.controller.plan.Composition;
import dev.fes.controller.plan.Leaving;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.PlannedStream;
import dev.fes.controller.plan.Reader;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.Topic;
import dev.fes.controller.plan.Wiring.Input;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The way from what runs to what is wanted. What is no longer wanted is drained first: its source
 * or route closes, its readers finish what is buffered, and only then do its topics go.
 */
record Transition(Plan running, Plan wanted) {

  static Plan nothing(ResourceKey key) {
    return new Plan(key, "", Set.of(), List.of(), List.of(), List.of());
  }

  /**
   * Stages that go on only to finish what is buffered; not those whose input a wanted one takes
   * over under another name.
   */
  List<Stage> leftovers() {
    Set<String> kept = names(wanted);
    Set<Input> read = inputs(wanted).collect(Collectors.toSet());
    return running.stages().stream()
        .filter(stage -> !kept.contains(stage.name()))
        .filter(stage -> inputs(stage).noneMatch(read::contains))
        .filter(this::mustFinish)
        .toList();
  }

  /**
   * What to deploy meanwhile: all that is wanted, and the leftovers. Where an event stream is wired
   * anew, all that runs but its source, until nothing is left between the old stages.
   */
  Plan meanwhile() {
    if (!rewired().isEmpty()) {
      return whileRewired();
    }
    List<Stage> stages =
        both(wanted.stages(), leftovers()).stream()
            .sorted(Comparator.comparing(Stage::role).thenComparing(Stage::name))
            .toList();
    return new Plan(
        wanted.key(),
        wanted.applicationId(),
        wanted.readers(),
        both(wanted.streams(), leaving()),
        both(wanted.topics(), obsoleteTopics()),
        stages,
        composition(),
        stopped(stages));
  }

  /** As it is wanted; what only finishes stays where it is. */
  private Composition composition() {
    return wanted.stages().isEmpty() ? running.composition() : wanted.composition();
  }

  private Plan whileRewired() {
    List<Stage> readers = running.withStages(stage -> stage.role() != Role.SOURCE).stages();
    List<Stage> sources =
        wanted.withStages(stage -> stage.role() == Role.SOURCE && !isWithheld(stage)).stages();
    Set<Reader> read = new HashSet<>(running.readers());
    read.addAll(wanted.readers());
    return new Plan(
        running.key(),
        running.applicationId(),
        read,
        running.streams(),
        both(running.topics(), newTopics()),
        both(readers, sources),
        composition(),
        stopped(sources));
  }

  /** The sources that do not run beside these, and those whose release has begun. */
  private List<Leaving> stopped(List<Stage> beside) {
    List<Leaving> before =
        running.leaving().stream()
            .filter(leaving -> leaving.releasing() || beside.stream().noneMatch(leaving::isOf))
            .toList();
    List<Leaving> now =
        running.stages().stream()
            .filter(stage -> stage.role() == Role.SOURCE)
            .filter(stage -> beside.stream().noneMatch(other -> other.name().equals(stage.name())))
            .filter(stage -> before.stream().noneMatch(leaving -> leaving.isOf(stage)))
            .flatMap(
                stage ->
                    running.readerOf(stage).stream()
                        .map(reader -> new Leaving(stage, reader, false)))
            .toList();
    return both(before, now);
  }

  /** Those whose readers are to be released: a source that only waits to run again is not. */
  List<Leaving> toRelease() {
    return meanwhile().leaving().stream()
        .filter(leaving -> leaving.releasing() || wanted.stages().stream().noneMatch(leaving::isOf))
        .toList();
  }

  private List<Topic> newTopics() {
    Set<String> known = running.topics().stream().map(Topic::name).collect(Collectors.toSet());
    return wanted.topics().stream().filter(topic -> !known.contains(topic.name())).toList();
  }

  /**
   * What runs when the drained stages are stopped, and before whoever takes over their topics
   * starts.
   */
  Plan interim() {
    Set<Input> waiting = Set.copyOf(rewired());
    return waiting.isEmpty()
        ? wanted
        : wanted.withStages(
            stage -> !isWithheld(stage) && inputs(stage).noneMatch(waiting::contains));
  }

  /** What must be empty before the obsolete topics go, in the order that records pass it. */
  List<Input> toDrain() {
    List<Stage> leftovers = leftovers();
    Set<String> anew = rewiredStreams();
    return running.stages().stream()
        .filter(stage -> leftovers.contains(stage) || carries(stage, anew))
        .sorted(Comparator.comparing(Stage::role).reversed())
        .flatMap(Transition::inputs)
        .toList();
  }

  /**
   * New readers of topics that another reader has finished: a flow was added to, or taken out of,
   * an event stream that keeps its name. They start behind what was already read.
   */
  List<Input> rewired() {
    Set<Input> before = inputs(running).collect(Collectors.toSet());
    Set<String> topics = before.stream().map(Input::topic).collect(Collectors.toSet());
    return inputs(wanted)
        .filter(input -> topics.contains(input.topic()) && !before.contains(input))
        .toList();
  }

  /** The event streams these carry. */
  Set<String> rewiredStreams() {
    Set<Input> anew = Set.copyOf(rewired());
    return wanted.stages().stream()
        .filter(stage -> inputs(stage).anyMatch(anew::contains))
        .flatMap(stage -> stage.streams().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What an event stream that is wired anew waits for: none when there is no such stream. */
  List<String> waitedFor() {
    Set<String> names = rewiredStreams();
    if (!names.isEmpty()) {
      leaving().forEach(stream -> names.add(stream.name()));
    }
    return List.copyOf(names);
  }

  /** Event streams whose source waits until one of them is wired anew. */
  Set<String> withheldStreams() {
    return wanted.stages().stream()
        .filter(this::isWithheld)
        .flatMap(stage -> stage.streams().stream())
        .collect(Collectors.toSet());
  }

  private boolean isWithheld(Stage stage) {
    Set<String> anew = rewiredStreams();
    return stage.role() == Role.SOURCE && stage.streams().stream().anyMatch(anew::contains);
  }

  private static boolean carries(Stage stage, Set<String> streams) {
    return stage.role() != Role.DEAD_LETTER && stage.streams().stream().anyMatch(streams::contains);
  }

  /** Event streams that are no longer wanted. */
  List<PlannedStream> leaving() {
    return running.streams().stream().filter(s -> !wanted.has(s.name())).toList();
  }

  List<Topic> obsoleteTopics() {
    Set<String> kept = wanted.topics().stream().map(Topic::name).collect(Collectors.toSet());
    return running.topics().stream().filter(t -> !kept.contains(t.name())).toList();
  }

  List<String> obsoleteGroups() {
    Set<String> kept = groups(wanted).collect(Collectors.toSet());
    return groups(running).filter(group -> !kept.contains(group)).toList();
  }

  /**
   * The topics that stay, each with all that read it or are about to. What is drained is none of
   * them: it goes as a whole.
   */
  List<Buffer> buffers() {
    List<String> kept = wanted.topics().stream().map(Topic::name).toList();
    return running.topics().stream()
        .map(Topic::name)
        .filter(kept::contains)
        .map(this::buffer)
        .toList();
  }

  private Buffer buffer(String topic) {
    List<Stage> readers =
        Stream.concat(running.stages().stream(), wanted.stages().stream())
            .filter(stage -> inputs(stage).anyMatch(input -> input.topic().equals(topic)))
            .toList();
    return new Buffer(
        topic,
        readers.stream().flatMap(Transition::inputs).map(Input::group).collect(Collectors.toSet()),
        isDeadLetters(topic));
  }

  /** Also where no sink reads them: then they are what an operator has skipped. */
  private boolean isDeadLetters(String topic) {
    return Stream.concat(running.streams().stream(), wanted.streams().stream())
        .anyMatch(stream -> stream.deadLetters().equals(topic));
  }

  boolean isDone() {
    return leaving().isEmpty()
        && leftovers().isEmpty()
        && obsoleteTopics().isEmpty()
        && rewired().isEmpty()
        && toRelease().isEmpty();
  }

  private boolean mustFinish(Stage stage) {
    return switch (stage.role()) {
      case SOURCE -> false;
      case FLOW, SINK -> stage.streams().stream().noneMatch(wanted::has);
      case DEAD_LETTER -> true;
    };
  }

  private static Stream<Input> inputs(Plan plan) {
    return plan.stages().stream().flatMap(Transition::inputs);
  }

  private static Stream<Input> inputs(Stage stage) {
    return Stream.ofNullable(stage.wiring().input());
  }

  private static Stream<String> groups(Plan plan) {
    return inputs(plan).map(Input::group);
  }

  private static Set<String> names(Plan plan) {
    return plan.stages().stream().map(Stage::name).collect(Collectors.toSet());
  }

  private static <T> List<T> both(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
