# syntax=docker/dockerfile:1
# Builds where compilers are, runs where none are. `docker build -t spoc .`
FROM node:20-bookworm-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# Without scripts of ours: the sources are not there yet. better-sqlite3 is compiled by itself.
RUN npm ci --ignore-scripts && npm rebuild better-sqlite3
COPY tsconfig.json tsconfig.build.json ./
COPY src src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:20-bookworm-slim
ENV NODE_ENV=production SPOC_CONFIG=/etc/spoc/spoc.yaml
WORKDIR /opt/spoc
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/dist dist
COPY src/store/migrations src/store/migrations
COPY templates templates
COPY config config
COPY package.json README.md LICENSE ./
# The configuration is mounted at /etc/spoc and says `data: /var/lib/spoc`. Both belong to the user `node` (1000).
RUN install -d -o node -g node -m 0700 /var/lib/spoc && install -d -o node -g node -m 0750 /etc/spoc \
  && ln -s /opt/spoc/dist/cli/main.js /usr/local/bin/spoc
USER node
VOLUME /var/lib/spoc
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["spoc", "status"]
ENTRYPOINT ["spoc"]
CMD ["start"]
