import type { ReactNode } from 'react';
import './sandbox.css';

export default function SandboxLayout({ children }: { children: ReactNode }) {
  return children;
}
