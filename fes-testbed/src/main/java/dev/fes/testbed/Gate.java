package dev.fes.testbed;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Open or shut; whoever comes while it is shut waits. */
final class Gate {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private boolean open = true;

  void open(boolean now) {
    lock.lock();
    try {
      open = now;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void pass() {
    lock.lock();
    try {
      while (!open) {
        moved.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
