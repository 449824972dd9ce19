# A local org in a container: docs/testing-with-oktars.md.
FROM rust:1.95-slim-bookworm AS build
RUN apt-get update && apt-get install --yes --no-install-recommends cmake g++ make pkg-config && rm -rf /var/lib/apt/lists/*
WORKDIR /oktars
COPY . .
RUN cargo build --profile dist --locked --package oktars-cli

FROM debian:bookworm-slim
COPY --from=build /oktars/target/dist/oktars /usr/local/bin/oktars
USER nobody
EXPOSE 8080
ENTRYPOINT ["oktars", "org", "serve", "--address", "0.0.0.0", "--port", "8080", "--host", "okta"]
