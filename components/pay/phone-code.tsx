import { QRCodeSVG } from 'qrcode.react';

/** On a wide screen: the same page as a QR code, so that whoever has their cards on the phone goes on there. */
export function PhoneCode({ address, invitation }: { address: string; invitation: string }) {
  return (
    <aside className="mt-4 hidden items-center gap-5 rounded-2xl border border-hairline bg-surface p-5 lg:flex print:hidden">
      <span className="shrink-0 rounded-lg bg-white p-1 forced-color-adjust-none">
        <QRCodeSVG value={address} size={120} level="M" marginSize={4} title={invitation} />
      </span>
      <p className="text-quiet">{invitation}</p>
    </aside>
  );
}
