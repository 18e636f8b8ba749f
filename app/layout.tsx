import type { Metadata, Viewport } from 'next';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import './globals.css';

export const metadata: Metadata = {
  robots: { index: false, follow: false },
  referrer: 'same-origin',
  formatDetection: { telephone: false, email: false, address: false, date: false, url: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f4f5f8' },
    { media: '(prefers-color-scheme: dark)', color: '#0b0e17' },
  ],
};

/**
 * Each page draws its own <html> (components/page-frame.tsx), because only the page knows its language.
 * Every page is rendered when it is asked for: its scripts carry a nonce of that one answer.
 */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  return children;
}
