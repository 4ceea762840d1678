package dev.fes.controller;

import java.util.Arrays;
import java.util.List;

/** The program: {@code run}, {@code validate}, {@code plan} or {@code preview}. */
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
