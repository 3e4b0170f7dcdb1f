// Next renders pages only; server/main.ts owns the HTTP server, so the packages of the planes stay outside its bundles.
/** @type {import('next').NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  serverExternalPackages: ['@prisma/client', '@prisma/adapter-pg', 'pg', 'pino', 'socket.io', 'next-auth'],
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@tabler/icons-react'] },
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
};
