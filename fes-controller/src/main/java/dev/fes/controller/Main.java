package dev.fes.controller;

import java.util.Arrays;
import java.util.List;

/** The entry point; the commands are {@link Cli}'s. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    int code =
        new Cli(System.out, System.err, System.getenv()).execute(List.copyOf(Arrays.asList(args)));
    if (code != Cli.RUNNING) {
      System.exit(code);
    }
  }
}
