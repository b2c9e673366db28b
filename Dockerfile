# There is no build step: Node runs the sources.
ARG NODE_IMAGE=node:26-slim
FROM $NODE_IMAGE AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM $NODE_IMAGE
ENV NODE_ENV=production DATA_DIR=/data PORT=3000
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json tsconfig.json ./
COPY src src
COPY commands commands
COPY content content
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
STOPSIGNAL SIGTERM
# Bash asks for /readyz itself: starting Node every 15 s would cost more than the bot does when idle.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$PORT && printf 'GET /readyz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ $status = 200 ]"]
# Node 26 strips types itself. The small young generation saves about 20 MB at no measured cost; the
# slowly growing heap about 100 MB under load.
CMD ["node", "--max-semi-space-size=4", "--heap-growing-percent=30", "src/main.ts"]
