package dev.fes.testbed;

import java.util.List;

/** The dead letters that have arrived, in the order that their target gives them. */
interface Letters {

  long count();

  List<Letter> letters();
}
