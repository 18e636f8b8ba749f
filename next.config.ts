import { networkInterfaces } from 'node:os';
import type { NextConfig } from 'next';

const ownAddresses = Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).map(({ address }) => address));

const config: NextConfig = {
  poweredByHeader: false,
  generateEtags: false,
  reactStrictMode: true,
  // The front writes one line a request, with tokens masked; Next would print them.
  logging: false,
  devIndicators: false,
  allowedDevOrigins: ownAddresses,
  // One copy in the process, whichever bundle asks: their error classes are compared, their pools shared; pdfkit reads files beside itself.
  serverExternalPackages: ['@prisma/client', '@prisma/adapter-pg', 'pg', 'pino', 'jose', 'pdfkit'],
  experimental: {
    inlineCss: true,
    // Asks the registry about itself otherwise.
    agentUpgrade: false,
  },
};

export default config;
