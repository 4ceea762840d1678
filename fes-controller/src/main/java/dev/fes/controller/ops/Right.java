package dev.fes.controller.ops;

/** What a caller needs leave for; states and metrics need none. */
public enum Right {
  /** To see what rows and events hold: dead letters, previews, captured events. */
  READ_PAYLOADS,
  /** To change what runs. */
  ACT
}
