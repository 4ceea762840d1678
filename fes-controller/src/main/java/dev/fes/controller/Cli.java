package dev.fes.controller;

import dev.fes.controller.Arguments.Misused;
import dev.fes.controller.InstallationFile.Unusable;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.PlanJson;
import dev.fes.controller.plan.StreamPlanner;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The commands. Only {@code run} starts Spring. */
final class Cli {

  static final int RUNNING = -1;
  private static final int OK = 0;
  private static final int FAULT = 1;
  private static final int MISUSE = 2;

  private static final String USAGE =
      """
      usage: run --streams DIR --config FILE [--port N]   run the manifests of a directory
             run --config FILE                            run the resources of a cluster
             validate FILE... [--config FILE]             check manifests, starting nothing
             plan FILE... [--config FILE]                 print as JSON what would be run
             compose --name NAME DEFINITION...            print the manifest that definitions stand for
                     [--namespace NAME] [--application-id ID]
             shorthand FILE...                            print the definitions of manifests
             preview FILE --records FILE [--stream NAME] [--config FILE] [--invoke yes]
                                                          print as JSON what would be sent

      DIR holds FabricEventStream manifests (*.yaml, *.yml, *.json) and is watched; with
      fes.kubernetes.enabled in FILE the resources of the cluster are.
      --config FILE describes the installation: brokers, databases, Nakadi, AWS. validate and plan
      do without it, and then do not check what an installation allows.
      DEFINITION is an event stream in one line: 'postgres --table=… | generic-nakadi-event | nakadi
      --event-type=…'; options are the fields of the resource.
      --records FILE has a JSON array of change records or rows, which preview runs through filter and
      flow, publishing nothing; it calls a function in AWS only with --invoke yes.
      exit: 0 all is well, 1 something is wrong and was said, 2 this text was needed\
      """;

  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;

  Cli(PrintStream out, PrintStream err, Map<String, String> environment) {
    this.out = out;
    this.err = err;
    this.environment = environment;
  }

  int execute(List<String> args) {
    if (args.isEmpty()) {
      err.println(USAGE);
      return MISUSE;
    }
    List<String> rest = args.subList(1, args.size());
    try {
      return switch (args.getFirst()) {
        case "run" -> run(Arguments.parse(rest, Set.of("--streams", "--config", "--port")));
        case "validate" -> validate(Arguments.parse(rest, Set.of("--config")));
        case "plan" -> plan(Arguments.parse(rest, Set.of("--config")));
        case "compose" ->
            print(
                Notations.manifest(
                    Arguments.parse(rest, Set.of("--name", "--namespace", "--application-id"))));
        case "shorthand" -> print(Notations.definitions(Arguments.parse(rest, Set.of())));
        case "preview" ->
            preview(Arguments.parse(rest, Set.of("--records", "--stream", "--config", "--invoke")));
        case "help", "--help", "-h" -> print(USAGE);
        default -> throw new Misused("there is no command " + args.getFirst());
      };
    } catch (Misused e) {
      err.println(e.getMessage());
      err.println(USAGE);
      return MISUSE;
    } catch (Unusable e) {
      err.println(e.getMessage());
      return FAULT;
    }
  }

  private int print(String text) {
    out.println(text.stripTrailing());
    return OK;
  }

  private int validate(Arguments arguments) throws Misused, Unusable {
    ManifestCheck check = check(arguments);
    check.warnings().forEach(out::println);
    check.faults().forEach(out::println);
    if (check.faults().isEmpty()) {
      arguments.files().forEach(file -> out.println(file + ": valid"));
    }
    return check.faults().isEmpty() ? OK : FAULT;
  }

  private int plan(Arguments arguments) throws Misused, Unusable {
    ManifestCheck check = check(arguments);
    check.warnings().forEach(err::println);
    check.faults().forEach(err::println);
    if (!check.faults().isEmpty()) {
      return FAULT;
    }
    out.println(PlanJson.of(check.plans()));
    return OK;
  }

  private int preview(Arguments arguments) throws Misused, Unusable {
    out.println(PreviewCommand.of(arguments, environment).run());
    return OK;
  }

  private ManifestCheck check(Arguments arguments) throws Misused, Unusable {
    if (arguments.files().isEmpty()) {
      throw new Misused("name at least one manifest");
    }
    Optional<Path> config = arguments.file("--config");
    StreamPlanner planner =
        config.isEmpty()
            ? StreamPlanner.withoutInstallation()
            : StreamPlanner.of(InstallationFile.read(config.get(), Map.of(), environment));
    return ManifestCheck.of(arguments.files(), planner);
  }

  private int run(Arguments arguments) throws Misused, Unusable {
    Path config =
        arguments.file("--config").orElseThrow(() -> new Misused("run needs --config FILE"));
    Map<String, Object> overrides =
        arguments
            .option("--streams")
            .<Map<String, Object>>map(dir -> Map.of("fes.streams-directory", dir))
            .orElse(Map.of());
    if (!arguments.files().isEmpty()) {
      throw new Misused("run takes no file: put manifests into the directory of --streams");
    }
    Installation installation = InstallationFile.read(config, overrides, environment);
    Server.check(installation);
    if (!installation.kubernetes().enabled()) {
      Server.claim(installation.stages().workDirectory());
    }
    return Server.start(installation, config, arguments.option("--port"), err) ? RUNNING : FAULT;
  }
}
