package dev.fes.controller.ops;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives endpoints the token of a request as its principal; it judges nothing. */
final class BearerFilter extends OncePerRequestFilter {

  private static final String SCHEME = "Bearer ";

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Bearer bearer = read(request.getHeader(HttpHeaders.AUTHORIZATION));
    chain.doFilter(bearer == null ? request : new Authenticated(request, bearer), response);
  }

  private static @Nullable Bearer read(@Nullable String header) {
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    String token = header.substring(SCHEME.length()).strip();
    return token.isEmpty() ? null : new Bearer(token);
  }

  private static final class Authenticated extends HttpServletRequestWrapper {

    private final Bearer bearer;

    Authenticated(HttpServletRequest request, Bearer bearer) {
      super(request);
      this.bearer = bearer;
    }

    @Override
    public Principal getUserPrincipal() {
      return bearer;
    }
  }
}
