package dev.fes.controller.plan;

import static java.util.stream.Collectors.toSet;

import dev.fes.api.EventStream;
import dev.fes.api.FabricEventStream;
import dev.fes.api.Finding;
import dev.fes.api.Flow;
import dev.fes.api.Recovery;
import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Outcome.NotAvailable;
import dev.fes.controller.plan.Outcome.Planned;
import dev.fes.controller.plan.Outcome.Reason;
import dev.fes.controller.plan.Outcome.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Resources in, plans out: which stages and topics carry each event stream, what they are called
 * and how they are set. A function of its arguments: neither the order of the resources nor that of
 * their event streams matters.
 *
 * <p>Next: the source stage it plans reads the changes, publishes and confirms them.
 */
public final class StreamPlanner {

  private static final Comparator<ResourceKey> BY_KEY = Comparator.comparing(ResourceKey::toString);

  private final Installation installation;
  private final Function<FabricEventStream, List<Finding>> policy;

  private StreamPlanner(
      Installation installation, Function<FabricEventStream, List<Finding>> policy) {
    this.installation = installation;
    this.policy = policy;
  }

  /** Plans what this installation allows and can serve. */
  public static StreamPlanner of(Installation installation) {
    return new StreamPlanner(installation, new InstallationPolicy(installation)::findings);
  }

  /** Plans whatever a resource says, for where there is no installation to ask. */
  public static StreamPlanner withoutInstallation() {
    return new StreamPlanner(Installation.undescribed(), _ -> List.of());
  }

  /**
   * An outcome for each resource, in the order of their keys.
   *
   * @param atWork the plans that run or are about to: what they have, they keep, and the others get
   *     theirs in the order of their keys
   */
  public List<Outcome> plan(Collection<FabricEventStream> resources, Collection<Plan> atWork) {
    Claims claims = new Claims(atWork);
    return resources.stream()
        .sorted(Comparator.comparing(FabricEventStream::key, BY_KEY))
        .map(resource -> plan(resource, claims))
        .toList();
  }

  /** What each resource wants to read, whether it may or not. */
  public static Map<ResourceKey, Set<Reader>> readers(Collection<FabricEventStream> resources) {
    return resources.stream()
        .collect(
            Collectors.toMap(
                FabricEventStream::key,
                resource -> drafts(resource).stream().map(Draft::reader).collect(toSet())));
  }

  /** What its event streams are called, in their order. */
  public static List<String> streamNames(FabricEventStream resource) {
    return drafts(resource).stream().map(Draft::name).toList();
  }

  private Outcome plan(FabricEventStream resource, Claims claims) {
    List<Draft> drafts = drafts(resource);
    List<Finding> conflicts = Conflicts.among(drafts);
    if (!conflicts.isEmpty()) {
      return new Refused(resource.key(), Reason.CONFLICT, conflicts);
    }
    List<Finding> denied = policy.apply(resource);
    List<Finding> faults = faults(resource);
    faults.addAll(denied);
    if (!faults.isEmpty()) {
      return new Refused(
          resource.key(), denied.isEmpty() ? Reason.INVALID : Reason.NOT_ALLOWED, faults);
    }
    List<Finding> taken = claims.claim(drafts);
    if (!taken.isEmpty()) {
      return new Refused(resource.key(), Reason.READER_TAKEN, taken);
    }
    List<Finding> missing = drafts.stream().flatMap(draft -> missing(draft).stream()).toList();
    Plan plan = assemble(resource, sorted(drafts), claims);
    return missing.isEmpty() ? new Planned(plan) : new NotAvailable(plan, missing);
  }

  /** What its annotations say that no installation could do. */
  private static List<Finding> faults(FabricEventStream resource) {
    List<Finding> faults = new ArrayList<>(Composition.findings(resource.annotations()));
    faults.addAll(PodChoices.of(resource.annotations()).faults());
    faults.addAll(Annotation.findings(resource.annotations()));
    return faults;
  }

  private static List<Draft> drafts(FabricEventStream resource) {
    List<EventStream> streams = resource.eventStreams();
    return IntStream.range(0, streams.size())
        .mapToObj(i -> Draft.of(resource.key(), i, streams.get(i)))
        .toList();
  }

  private static List<Draft> sorted(List<Draft> drafts) {
    return drafts.stream().sorted(Comparator.comparing(Draft::name)).toList();
  }

  private static List<Finding> missing(Draft draft) {
    List<Finding> findings = new ArrayList<>();
    EventStream stream = draft.stream();
    if (!StageType.of(stream.source()).available()) {
      findings.add(missing(draft.path() + ".source.type", stream.source()));
    }
    if (stream.flow() instanceof Flow flow && !StageType.of(flow).available()) {
      findings.add(missing(draft.path() + ".flow.type", flow));
    }
    if (!StageType.of(stream.sink()).available()) {
      findings.add(missing(draft.path() + ".sink.type", stream.sink()));
    }
    return findings;
  }

  private static Finding missing(String path, Object type) {
    return new Finding(path, type.getClass().getSimpleName() + " is not available in this version");
  }

  private Plan assemble(FabricEventStream resource, List<Draft> drafts, Claims claims) {
    return new Plan(
        resource.key(),
        resource.applicationId(),
        drafts.stream().map(Draft::reader).collect(toSet()),
        drafts.stream().map(d -> new PlannedStream(d.name(), d.definition(), d.stem())).toList(),
        drafts.stream()
            .flatMap(
                draft ->
                    topics(draft, hasSkipped(draft, resource) || claims.hasUnreadLetters(draft))
                        .stream())
            .toList(),
        stages(new StagePlanner(new PlatformSettings(installation), resource), drafts),
        Composition.of(resource.annotations(), installation.stages().composition()),
        List.of());
  }

  private List<Topic> topics(Draft draft, boolean hasSkipped) {
    int byKey = installation.kafka().partitions();
    int ordered = draft.isOrderedByKey() ? byKey : 1;
    List<Topic> topics = new ArrayList<>();
    if (draft.stream().flow() == null) {
      topics.add(new Topic(draft.changes(), ordered));
    } else {
      topics.add(new Topic(draft.changes(), draft.readsDynamoDb() ? byKey : 1));
      topics.add(new Topic(draft.events(), ordered));
    }
    if (draft.recoversToDeadLetters() || hasSkipped) {
      topics.add(new Topic(draft.deadLetters(), 1));
    }
    return topics;
  }

  /** What an operator has skipped is kept as long as the event stream is there. */
  private static boolean hasSkipped(Draft draft, FabricEventStream resource) {
    return Annotation.names(Annotation.SKIPPED.in(resource.annotations())).contains(draft.name());
  }

  /** Readers before writers: a stage that reads a topic comes before the stage that writes it. */
  private static List<Stage> stages(StagePlanner planner, List<Draft> drafts) {
    List<Stage> stages = new ArrayList<>();
    SortedMap<String, List<Draft>> readers = new TreeMap<>();
    for (Draft draft : drafts) {
      readers.computeIfAbsent(draft.reader().key(), _ -> new ArrayList<>()).add(draft);
      stages.add(planner.sink(draft));
      if (draft.stream().flow() instanceof Flow flow) {
        stages.add(planner.flow(draft, flow));
      }
      if (draft.stream().recovery() instanceof Recovery.DeadLetter letters) {
        stages.add(planner.deadLetterSink(draft, letters.sink()));
      }
    }
    readers.values().forEach(routes -> stages.add(planner.source(routes)));
    stages.sort(Comparator.comparing(Stage::role).thenComparing(Stage::name));
    return stages;
  }
}
