package dev.fes.controller;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A command's files and options. */
record Arguments(List<String> files, Map<String, String> options) {

  /** What was typed makes no sense; the message says why. */
  static final class Misused extends Exception {

    private static final long serialVersionUID = 1L;

    Misused(String message) {
      super(message);
    }
  }

  static Arguments parse(List<String> args, Set<String> known) throws Misused {
    List<String> files = new ArrayList<>();
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (!arg.startsWith("--")) {
        files.add(arg);
        continue;
      }
      String name = arg.split("=", 2)[0];
      if (!known.contains(name)) {
        throw new Misused("there is no option " + name);
      }
      if (arg.contains("=")) {
        options.put(name, arg.split("=", 2)[1]);
      } else if (i + 1 < args.size()) {
        options.put(name, args.get(++i));
      } else {
        throw new Misused(name + " needs a value");
      }
    }
    return new Arguments(List.copyOf(files), Map.copyOf(options));
  }

  Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  Optional<Path> file(String name) {
    return option(name).map(Path::of);
  }
}
