package dev.fes.compact;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** Lets nobody in to a stage before all of it is there. */
final class Gate extends ValveBase {

  private volatile boolean open;

  Gate() {
    super(true);
  }

  void open() {
    open = true;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    if (open) {
      getNext().invoke(request, response);
    } else {
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "starting");
    }
  }
}
