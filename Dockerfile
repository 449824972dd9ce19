# A local org in a container: docs/testing-with-oktars.md. Nobody has built this image yet: where it was written, there
# was no container runtime.
#
#   cargo xtask dist
#   docker build --tag oktars .
#
# The image has the binary, the C library that it needs, and nothing else: no shell, and a user without rights.
FROM debian:bookworm-slim AS system
RUN mkdir /library && cp /lib/x86_64-linux-gnu/libc.so.6 /lib/x86_64-linux-gnu/libm.so.6 \
    /lib/x86_64-linux-gnu/libgcc_s.so.1 /library/

FROM scratch
COPY --from=system /lib64/ld-linux-x86-64.so.2 /lib64/
COPY --from=system /library/ /lib/x86_64-linux-gnu/
COPY target/oktars-dist/oktars-0.1.0-linux-x64/oktars /usr/local/bin/oktars
COPY target/oktars-dist/oktars-0.1.0-linux-x64/LICENSE target/oktars-dist/oktars-0.1.0-linux-x64/THIRD-PARTY-LICENSES.txt /licenses/
USER 65534:65534
EXPOSE 8080
# The question of the health check needs no token, but the command wants one.
ENV OKTA_CLIENT_ORGURL=http://127.0.0.1:8080 OKTA_CLIENT_TOKEN=none
HEALTHCHECK --interval=5s --timeout=3s --start-period=5s \
    CMD ["/usr/local/bin/oktars", "api", "/.well-known/okta-organization"]
ENTRYPOINT ["/usr/local/bin/oktars", "org", "serve", "--address", "0.0.0.0", "--port", "8080", "--host", "okta"]
